// RelativeTime.tsx: "3 min ago" or a date, with the exact time on hover.
import { Tooltip } from "@mantine/core";
import { format_relative, format_time } from "@/lib/format";

export function RelativeTime({ at }: { at: string }) {
  return (
    <Tooltip label={format_time(at)}>
      <time dateTime={at}>{format_relative(at)}</time>
    </Tooltip>
  );
}
