// home.ts: English texts of home.
export const home = {};
