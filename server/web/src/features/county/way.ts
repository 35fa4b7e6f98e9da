// Where a finding leads: to the item in the case's report, or, without a case, in the station's own.
import type { RouteLocationRaw, Router } from "vue-router";

export interface Where {
  station: string;
  caseId?: string | undefined;
  standard: string;
}

/** The way to a case, where its page is part of the application. */
export function caseWay(router: Router, caseId: string): RouteLocationRaw | undefined {
  return router.hasRoute("case") && caseId !== "" ? { name: "case", params: { id: caseId } } : undefined;
}

/** The way to one item of a station. */
export function itemWay(router: Router, where: Where, item: string): RouteLocationRaw {
  const hash = `#item-${item}`;
  if (where.caseId && router.hasRoute("case-report")) return { name: "case-report", params: { id: where.caseId }, hash };
  return { name: "report", params: { id: where.station, standard: where.standard }, hash };
}
