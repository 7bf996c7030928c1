// sheet.ts: English texts of the grid.
export const sheet = {};
