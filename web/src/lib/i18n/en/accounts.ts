// accounts.ts: English texts of accounts.
export const accounts = {};
