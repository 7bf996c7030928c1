// use_log_out.ts: ends the session here and on the server.
import { useNavigate } from "@tanstack/react-router";
import { session } from "@/api/session";
import { log_out } from "@/features/identity/queries";
import { is_status } from "@/lib/errors";
import { paths } from "@/lib/paths";
import { notify_problem } from "@/ui/notify";
import { t } from "@/lib/i18n";
import { forget_everything } from "./session_guard";

export function useLogOut() {
  const navigate = useNavigate();
  return async () => {
    try {
      await log_out();
    } catch (error) {
      if (!is_status(error, 401)) {
        notify_problem(t("shell.user.log_out"), error);
        return;
      }
    }
    session.set_csrf_token(null);
    await navigate({ to: paths.login() });
    forget_everything();
  };
}
