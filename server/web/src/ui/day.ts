// Moments come in UTC; people read them as days and minutes in China.
const days = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short" });
const minutes = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });

/** The day of a moment in China, 2026-07-08; empty for none. */
export function day(moment: string | undefined): string {
  return moment ? days.format(new Date(moment)) : "";
}

/** The minute of a moment in China, 2026-07-08 09:30; empty for none. */
export function minute(moment: string | undefined): string {
  return moment ? minutes.format(new Date(moment)) : "";
}

/** Today in China. */
export function today(): string {
  return days.format(new Date());
}

const inDay = 86_400_000; // milliseconds

/** The day so many days after another. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * inDay).toISOString().slice(0, 10);
}

/** How many days after a day another one is; negative where it is before. */
export function daysBetween(day: string, other: string): number {
  return Math.round((Date.parse(other) - Date.parse(day)) / inDay);
}
