import { account } from "../features/account/feature";
import { awards } from "../features/awards/feature";
import { bureau } from "../features/bureau/feature";
import { card } from "../features/card/feature";
import { help } from "../features/help/feature";
import { onsite } from "../features/onsite/feature";
import { papers } from "../features/papers/feature";
import { publicity } from "../features/publicity/feature";
import { standards } from "../features/standards/feature";
import { station } from "../features/station/feature";
import type { Page } from "./feature";

/** Every page of the application; the menu has this order. */
export const pages: readonly Page[] = [
  ...station,
  ...onsite,
  ...bureau,
  ...papers,
  ...awards,
  ...publicity,
  ...card,
  ...standards,
  ...account,
  ...help,
];
