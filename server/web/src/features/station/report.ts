// The report as docs/report.schema.json has it: what the pages read of it.
export interface ReportItem {
  id: string;
  title: string;
  chapter: string;
  draft: boolean;
  outcome: string;
  points: { certain: string; possible: string; max: string } | null;
  observations: string[];
  shortfalls: { kind?: string; text: string }[];
  missing: string[];
}

export interface Report {
  subject: { id: string; name: string };
  standard: { id: string; edition: string; title: string; draft: boolean };
  out_of: string | null;
  total: { certain: string; possible: string } | null;
  grade: { certain: string | null; possible: string | null };
  items: ReportItem[];
  counts: Record<string, number>;
}

export interface ReportDocument {
  as_of: string;
  reports: Report[];
}
