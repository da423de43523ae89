Software Carbon Intensity of the ledger
4 runs from 2026-11-24 14:00 to 2026-11-24 15:01 UTC, 4 min 40 s in all.

E                   32 kJ  23 kJ to 14 Wh             energy at the facility's meter
I          321 g CO2e/kWh                             location-based, weighted by energy
O = E × I      2.9 g CO2e  1.8 to 5.2 g CO2e          operation
M          not determined                             embodied
R                       4                             run
O per run     710 mg CO2e  440 mg CO2e to 1.3 g CO2e

Without M this is the operational part alone and not a score of the standard.
  Give it with --embodied; `joulebook estimate hardware` works it out.
No certificate, contract or offset is in it, as the standard asks.
Evidence: 21 % attributed, 79 % modelled, by IT energy.
Factor: 340 g CO2e/kWh, Germany 2024 (life-cycle, location-based, yearly
  average; Sample 2025, Yearly electricity); 290 g CO2e/kWh, Virginia 2023
  (direct, location-based, yearly; Sample Agency 2025, Grid tables).
PUE: 1.10 (sample); 1.20 (given by --pue).
Booked by: Joulebook 0.1.0, policy by-use.
Made by: Joulebook 0.1.0, 2026-11-25 09:46 UTC.
1 run was started by another one stated, which books that energy once.
In 1 run no device was measured or modelled: that energy is unknown, not zero.
