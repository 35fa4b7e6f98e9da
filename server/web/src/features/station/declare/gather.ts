// All that a declaration shows, gathered in one go so that it belongs together.
import { api, told } from "../../../api/client";
import type { ReportDocument } from "../../report/report";
import { questionsFor } from "../form/questions";

export async function gather(id: string) {
  const path = { params: { path: { id } } };
  const { data: of, etag } = await told(api.GET("/cases/{id}", path));
  const station = (await told(api.GET("/stations/{id}", { params: { path: { id: of.station_id } } }))).data;
  const ofStation = { path: { id: station.id } };
  const [batch, steps, form, groups, revisions, reports] = await Promise.all([
    told(api.GET("/batches/{id}", { params: { path: { id: of.batch_id } } })),
    told(api.GET("/cases/{id}/steps", path)),
    told(api.GET("/stations/{id}/form", { params: { ...ofStation, query: { revision: station.revision } } })),
    questionsFor(station),
    told(api.GET("/stations/{id}/revisions", { params: ofStation })),
    station.revision === 0 ? undefined : told(api.GET("/stations/{id}/reports", { params: { ...ofStation, query: { standard: of.standard } } })),
  ]);
  return {
    of, etag, station, groups, batch: batch.data, steps: steps.data.items, form: form.data,
    revision: revisions.data.items.find((r) => r.number === station.revision),
    report: (reports?.data as ReportDocument | undefined)?.reports[0],
  };
}
