// proxies.ts: English texts of proxies.
export const proxies = {};
