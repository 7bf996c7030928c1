// density.ts: compact or comfortable rows, remembered on this device.
import { useLocalStorage } from "@mantine/hooks";
import type { Density } from "./tokens";

export function useDensity(): [Density, (density: Density) => void] {
  const [density, set_density] = useLocalStorage<Density>({ key: "roost.density", defaultValue: "compact" });
  return [density, set_density];
}
