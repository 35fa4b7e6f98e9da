import { account } from "../features/account/feature";
import { awards } from "../features/awards/feature";
import { card } from "../features/card/feature";
import { cases } from "../features/cases/feature";
import { county } from "../features/county/feature";
import { help } from "../features/help/feature";
import { journal } from "../features/journal/feature";
import { onsite } from "../features/onsite/feature";
import { papers } from "../features/papers/feature";
import { people } from "../features/people/feature";
import { publicity } from "../features/publicity/feature";
import { sets } from "../features/sets/feature";
import { standards } from "../features/standards/feature";
import { station } from "../features/station/feature";
import type { Page } from "./feature";

/** Every page of the application; the menu has this order. */
export const pages: readonly Page[] = [
  ...station,
  ...onsite,
  ...county,
  ...cases,
  ...papers,
  ...awards,
  ...publicity,
  ...card,
  ...standards,
  ...sets,
  ...people,
  ...journal,
  ...account,
  ...help,
];
