"""How much of a term each kind of profile item claims, from 0 to 1."""

TARGET_ROLE_WEIGHT = 0.75
# Below everyday talk a language is half claimed. The level that a listing asks is a limit, no weight.
LANGUAGE_BELOW = 0.5
# Words that nobody accepted one by one: enough to tell two listings apart, too little to lead.
TEXT_WEIGHT = 0.25
