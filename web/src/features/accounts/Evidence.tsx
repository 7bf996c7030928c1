// Evidence.tsx: a picture that a bot attached to an attempt.
import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { fetch_picture } from "@/api/download";
import classes from "./Timeline.module.css";

export function Evidence({ sha256 }: { sha256: string }) {
  const { t } = useTranslation();
  const { data: address, isPending } = useQuery({
    queryKey: ["evidence", sha256],
    gcTime: 0,
    queryFn: () => fetch_picture(`/api/bots/evidence/${sha256}`),
  });
  useEffect(() => () => (address ? URL.revokeObjectURL(address) : undefined), [address]);
  if (isPending) return <Skeleton h={120} mt={6} />;
  return address ? <img className={classes.evidence} src={address} alt={t("accounts.panel.evidence")} /> : null;
}
