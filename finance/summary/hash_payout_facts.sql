-- Which events payout_facts holds: a bit for each position, 64 in one number.
SELECT position >> 6 AS block, bit_or(1::UBIGINT << (position & 63)::UBIGINT) AS positions FROM payout_facts GROUP BY block
