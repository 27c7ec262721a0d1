"""The pay explorer: what an address asks for, the published figures for it, and how they are drawn.

`choices` is what can be chosen, `asking` reads an address, `figures` fetches, `rankings` sets the same job
beside itself elsewhere, `scale` draws, `download` writes. Amounts are US dollars throughout.
"""
