/** The dates that tests are also run at: those on which software that reads the clock where it should not has gone wrong. */

export type TestDate = { name: string; at: Date; timeZone: string | null }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const BERLIN = 'Europe/Berlin'

/** Five dates from `now` on, with the time zone in which it matters. */
export function testDates(now: Date): TestDate[] {
  return [
    { name: 'tomorrow', at: new Date(now.getTime() + DAY_MS), timeZone: null },
    { name: 'in 40 days', at: new Date(now.getTime() + 40 * DAY_MS), timeZone: null },
    { name: '31 December, 23:30', at: newYearsEve(now), timeZone: BERLIN },
    { name: 'the night of a change of clocks', at: changeOfClocks(now), timeZone: BERLIN },
    { name: '29 February', at: leapDay(now), timeZone: null },
  ]
}

/** One of them for a commit, so that over time every date is met and the same commit meets the same one. */
export function dateOfCommit(commit: string, now: Date): TestDate {
  const dates = testDates(now)
  return dates[Number.parseInt(commit.slice(0, 8), 16) % dates.length] as TestDate
}

/** 23:30 in Berlin is 22:30 UTC in winter. */
function newYearsEve(now: Date): Date {
  const at = (year: number) => new Date(Date.UTC(year, 11, 31, 22, 30))
  return at(now.getUTCFullYear()) > now ? at(now.getUTCFullYear()) : at(now.getUTCFullYear() + 1)
}

/** Twenty minutes before the clocks of the European Union move next, on the last Sunday of March or October at 01:00 UTC (Directive 2000/84/EC, article 2). */
function changeOfClocks(now: Date): Date {
  const at = (year: number, month: number) => {
    const last = new Date(Date.UTC(year, month + 1, 0))
    return new Date(last.getTime() - last.getUTCDay() * DAY_MS + HOUR_MS - 20 * 60_000)
  }
  const year = now.getUTCFullYear()
  return [at(year, 2), at(year, 9), at(year + 1, 2)].find((each) => each > now) as Date
}

function leapDay(now: Date): Date {
  for (let year = now.getUTCFullYear(); ; year += 1) {
    const at = new Date(Date.UTC(year, 1, 29, 10))
    if (at.getUTCMonth() === 1 && at > now) return at
  }
}
