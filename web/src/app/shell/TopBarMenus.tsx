// TopBarMenus.tsx: jobs, notices and the person; loaded right after the frame stands.
import { JobsTray } from "./JobsTray";
import { NoticesMenu } from "./NoticesMenu";
import { UserMenu } from "./UserMenu";

export default function TopBarMenus() {
  return (
    <>
      <JobsTray />
      <NoticesMenu />
      <UserMenu />
    </>
  );
}
