// ExportButton.tsx: every row that matches, as a CSV file.
import { ActionIcon, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download_csv } from "@/api/download";
import { notify_problem } from "../notify";

export function ExportButton({ csv, name }: { csv: { path: string; params: URLSearchParams }; name: string }) {
  const { t } = useTranslation();
  const [busy, set_busy] = useState(false);
  const run = async () => {
    set_busy(true);
    try {
      await download_csv(csv.path, csv.params, `${name.replaceAll(/[^a-z0-9]+/gi, "-")}.csv`);
    } catch (error) {
      notify_problem(t("sheet.export"), error);
    } finally {
      set_busy(false);
    }
  };
  return (
    <Tooltip label={t("sheet.export")}>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={t("sheet.export")} loading={busy} onClick={() => void run()}>
        <IconDownload size={16} stroke={1.600} />
      </ActionIcon>
    </Tooltip>
  );
}
