"""Which numbers in a text need a source."""

import pytest

from cms.editorial.figures import statistics

COUNTED = [
    ("About 62% of callers hang up.", "62%"),
    ("About 62 percent of callers hang up.", "62 percent"),
    ("Turnover is 30 per cent a year.", "30 per cent"),
    ("It rose by 3.5 percentage points.", "3.5 percentage points"),
    ("3 out of 10 customers write first.", "3 out of 10"),
    ("One in five agents works at home.", "One in five"),
    ("Every second caller has been transferred at least once.", "Every second caller"),
    ("7 of 10 customers prefer chat.", "7 of 10 customers"),
    ("Half of all workers earn more.", "Half of all"),
    ("The middle pay is $21.53 an hour.", "$21.53"),
    ("They earn £24,000 a year.", "£24,000"),
    ("It pays 18 dollars an hour.", "18 dollars"),
    ("Texas has 337,170 such jobs.", "337,170"),
    ("Some 2.6 million people do this work.", "2.6 million"),
    ("Two million people do this work.", "Two million"),
    ("There are millions of such jobs.", "millions of"),
    ("Night workers are twice as likely to leave.", "twice as likely"),
    ("Jobs grew between 2019 and 2024.", "grew between 2019"),
    ("By 2034 the number is expected to shrink.", "2034 the number is expected"),
    ("If you work at night, the middle pay is 12% higher.", "12%"),
    ("Turnover is 5.0% a year.", "5.0%"),
    ("It was charged $3 billion.", "$3"),
]
NOT_COUNTED = [
    "The shift begins at 8:30 a.m. and ends at 5 p.m.",
    "Call 555-0100 or 1-800-555-0199.",
    "The line is open 24/7.",
    "Wait 10 minutes, then try again 2 times.",
    "Five calls took 3, 4, 4, 5 and 24 minutes.",
    "This is rung 3 of 6.",
    "In the first 90 days, meet everyone once.",
    "You type 45 words a minute.",
    "Count one day in two minutes.",
    "The survey is that of May 2025.",
    "I worked there from 2019 to 2023.",
    "Thousands of small things go right each day.",
    'Say: "Refunds go up to $50 without a supervisor."',
    "Say: “We are 20% over plan today.”",
    "For example, a bonus of $100 a month may turn into nothing.",
    "Suppose that 40% of the calls are about one bill.",
    "For example: 12% of your calls are about one bill.",
    "Say what changed, e.g. 5% fewer repeat calls.",
    "If a refund over $50 needs a supervisor, ask before the call.",
    "Ask whether the bonus is a flat $100 a month.",
    "The customer was charged $30 twice, and wants a refund of $30.",
    "A 10% discount or a $5 coupon may be all that you can offer.",
    "A target such as 80% is the center's.",
    "Zoom the page to 200%, and read it again.",
    "Nobody can give 100% all day.",
    "In 2023 I changed to chat, and my calls dropped.",
]


# Labelled before the rule was measured on them: claims that somebody must have counted, and honest numbers.
CLAIMS = [
    "One in three customers gives up before anybody answers.",
    "Most companies now answer chats with a robot first.",
    "People who work from home are twice as likely to stay.",
    "Nearly half of callers hang up within two minutes.",
    "A third of new agents leave in their first year.",
    "The majority of customers would rather write than call.",
    "Three quarters of teams plan to hire this year.",
    "Two-thirds of managers began on the phones.",
    "Customers are four times more likely to complain than to praise.",
    "Turnover in call centers is 38% a year.",
    "The median pay of a team lead is $29.40 an hour.",
    "The occupation will lose 153,700 jobs by 2034.",
    "Some 2.8 million Americans do this work.",
    "Seven out of ten callers have tried the website first.",
    "Women hold 64 percent of these jobs.",
    "Certified agents earn 12% more than others.",
    "Since 2020, the number of remote posts has tripled.",
    "Few employers train their people for longer than a week.",
    "It costs five times as much to win a customer as to keep one.",
    "The average agent takes 50 calls a day.",
    "Only 1 in 20 applicants hears back.",
    "Turnover fell by a third after schedules were made flexible.",
    "Almost all companies record their calls.",
    "Supervisors lead between 12 and 15 agents on average.",
    "Keep in mind that 60% of callers hang up.",
]
HONEST = [
    "Over 20% of the battery is left, so the phone need not be charged.",
    "Aim to have 80% of your tickets tagged by Friday.",
    "Your goal for the first month is to close 90% of the cases yourself.",
    "The download stops at 45% and begins again.",
    "If you take 40 calls and 10 are transfers, a quarter of them (25%) left your desk.",
    "12 × $21.50 = $258 for the day.",
    "The post says: “$19 to $22 an hour, 10% night premium.”",
    "At $20 an hour and 40 hours a week, that is $41,600 a year before taxes.",
    "The customer paid $49 for a plan that costs $39.",
    "You owe $15 of the $60 bill.",
    "Dim the screen to 30% at night.",
    "The bar on the screen is green above 50%.",
    "Step 3 of 5 takes ten minutes.",
    "On May 14, 2025 the new hours began.",
    "Most of your calls will be about one bill in the first week.",
    "Half of the page is enough for a resume.",
    "Ask for $1 more an hour than the post offers.",
    "Two of three answers in your draft can be shorter.",
    "Set a target you can reach, such as 15% fewer transfers.",
    "Keep a third of your break for a walk.",
    "Set aside 10% of each paycheck.",
    "Answer 80% of calls within 20 seconds.",
    "Our refund limit is $50 per order.",
    "A bonus of 5% sounds small, but count it over a year.",
    "Divide the calls that you solved by those you took: 45 of 60 is 75%.",
    "Two out of three of your drafts can be cut in half.",
    "She was charged $1,200 instead of $120.",
    "Your manager may ask you to reach 95% in quality.",
    "A score of 4.5 out of 5 is good news for you.",
    "A profile has room for 1,200 words.",
]


@pytest.mark.parametrize("text", CLAIMS)
def test_a_claim_is_found_in_words_and_in_figures(text):
    assert list(statistics([text])) != []


@pytest.mark.parametrize("text", HONEST)
def test_prices_targets_gauges_sums_and_quoted_posts_are_no_claims(text):
    assert list(statistics([text])) == []


@pytest.mark.parametrize(("text", "number"), COUNTED)
def test_what_somebody_must_have_counted_is_found(text, number):
    assert next(statistics([text]), None) == number


@pytest.mark.parametrize("text", NOT_COUNTED)
def test_times_durations_sayings_and_examples_are_no_statistics(text):
    assert list(statistics([text])) == []


def test_numbers_that_call_themselves_made_up_free_the_rest_of_their_block():
    lines = ["Pay is $20.", "Here the numbers are made up.", "She earns $30.", "He earns $40."]

    assert list(statistics(lines)) == ["$20"]


def test_an_example_frees_its_own_sentence_only():
    assert list(statistics(["Imagine 20% more calls. Pay is $20."])) == ["$20"]
