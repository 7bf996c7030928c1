// index.ts: English, one file per feature.
import { accounts } from "./accounts";
import { bots } from "./bots";
import { common, errors } from "./common";
import { home } from "./home";
import { identity } from "./identity";
import { models } from "./models";
import { proxies } from "./proxies";
import { sheet } from "./sheet";
import { shell } from "./shell";

export const en = { common, errors, shell, identity, sheet, home, models, accounts, proxies, bots };
