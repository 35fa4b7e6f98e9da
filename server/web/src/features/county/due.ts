// Deadlines: days as text, 2026-07-08, that compare as they stand.

export interface Task {
  caseId: string;
  station: string;
  what: string;
  day: string;
  frozen: boolean;
  /** Something may begin after the day, as naming after publicity; nothing has to be done before it. */
  waits: boolean;
}

/** What is due until a day, the most overdue first; what has no deadline is not. */
export function urgent(tasks: readonly Task[], until: string): Task[] {
  return tasks.filter((t) => t.day !== "" && t.day <= until).sort((a, b) => a.day.localeCompare(b.day) || a.station.localeCompare(b.station, "zh"));
}
