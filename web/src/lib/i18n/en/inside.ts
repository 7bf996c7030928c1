// inside.ts: the English texts of everything behind the log-in.
import { accounts } from "./accounts";
import { bots } from "./bots";
import { home } from "./home";
import { models } from "./models";
import { proxies } from "./proxies";
import { sheet } from "./sheet";
import { shell } from "./shell";
import { audit, settings, team } from "./team";

export const inside = { shell, sheet, home, models, accounts, proxies, bots, team, audit, settings };
