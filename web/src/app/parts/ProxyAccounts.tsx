// ProxyAccounts.tsx: who is on a proxy, inside its panel.
export function ProxyAccounts(_: { proxy_id: number }) {
  return null;
}
