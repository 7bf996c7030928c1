// DurationInput.tsx: a length of time as a number and its unit.
import { Group, Input, NativeSelect, NumberInput } from "@mantine/core";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { natural_unit, type Unit, UNIT_SECONDS } from "./backoff";

interface DurationInputProps {
  label: string;
  seconds: number;
  min: number;
  max: number;
  error?: string;
  on_change: (seconds: number) => void;
}

const UNITS: Unit[] = ["s", "min", "h"];

export function DurationInput({ label, seconds, min, max, error, on_change }: DurationInputProps) {
  const { t } = useTranslation();
  const id = useId();
  const [unit, set_unit] = useState<Unit>(() => natural_unit(seconds));
  const size = UNIT_SECONDS[unit];
  return (
    <Input.Wrapper label={label} labelElement="label" labelProps={{ htmlFor: id }} error={error}>
      <Group gap={6} wrap="nowrap">
        <NumberInput
          id={id}
          value={Math.round((seconds / size) * 100) / 100}
          min={min / size}
          max={max / size}
          w={96}
          onChange={(value) => on_change(Math.max(min, Math.min(max, Math.round(Number(value) * size))))}
        />
        <NativeSelect
          aria-label={label}
          value={unit}
          onChange={(event) => set_unit(event.currentTarget.value as Unit)}
          data={UNITS.map((value) => ({ value, label: t(`settings.unit.${value}`) }))}
        />
      </Group>
    </Input.Wrapper>
  );
}
