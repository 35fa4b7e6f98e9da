import { account } from "../features/account/feature";
import { bureau } from "../features/bureau/feature";
import { help } from "../features/help/feature";
import { onsite } from "../features/onsite/feature";
import { people } from "../features/people/feature";
import { sets } from "../features/sets/feature";
import { standards } from "../features/standards/feature";
import { station } from "../features/station/feature";
import type { Page } from "./feature";

/** Every page of the application; the menu has this order. */
export const pages: readonly Page[] = [
  ...station,
  ...onsite,
  ...bureau,
  ...standards,
  ...sets,
  ...people,
  ...account,
  ...help,
];
