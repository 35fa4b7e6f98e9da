import { account } from "../features/account/feature";
import { bureau } from "../features/bureau/feature";
import { cases } from "../features/cases/feature";
import { onsite } from "../features/onsite/feature";
import { station } from "../features/station/feature";
import type { Page } from "./feature";

/** Every page of the application; the menu has this order. */
export const pages: readonly Page[] = [
  ...station,
  ...onsite,
  ...bureau,
  ...cases,
  ...account,
];
