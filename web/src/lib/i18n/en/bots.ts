// bots.ts: English texts of bots.
export const bots = {};
