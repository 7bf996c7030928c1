// ProxyImportView.tsx: what came of a proxy import or its check.
import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { download_csv } from "@/api/download";
import { Figures } from "@/ui/Figures";
import { notify_problem } from "@/ui/notify";
import type { ProxyImportResult } from "./queries";

interface ProxyImportViewProps {
  result: ProxyImportResult;
  dry_run: boolean;
  children?: ReactNode;
}

export function ProxyImportView({ result, dry_run, children }: ProxyImportViewProps) {
  const { t } = useTranslation();
  const report = () =>
    void download_csv(result.report_url, new URLSearchParams(), "rejected-proxies.csv").catch((error: unknown) =>
      notify_problem(t("proxies.importing.report"), error),
    );
  return (
    <Stack gap="md">
      <Figures
        figures={[
          [t("proxies.importing.lines"), result.lines],
          [dry_run ? t("proxies.importing.would") : t("proxies.importing.imported"), result.imported, "green"],
          [t("proxies.importing.duplicates"), result.duplicates],
          [t("proxies.importing.rejected"), result.rejected, "red"],
        ]}
      />
      {result.rejected_lines.length > 0 && (
        <ul style={{ margin: 0, paddingLeft: 18, fontSize: 13, maxHeight: 220, overflow: "auto" }}>
          {result.rejected_lines.map((line) => (
            <li key={line.line}>{t("proxies.importing.line", { line: line.line, message: line.message })}</li>
          ))}
        </ul>
      )}
      <Group gap="xs">
        {children}
        {result.rejected > 0 && (
          <Button variant="default" onClick={report}>
            {t("proxies.importing.report")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
