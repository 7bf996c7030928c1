// api_docs.spec.ts: the readable reference of the API: complete, in both themes, and asking nobody else.
import { expect, test } from "./support/test";

for (const scheme of ["light", "dark"] as const) {
  // shows RUN-11
  test(`the reference lists every operation in the ${scheme} theme and stays on this server`, async ({ page, request, baseURL, complaints }) => {
    page.on("request", (sent) => {
      const local = sent.url().startsWith(`${baseURL}/`) || sent.url().startsWith("data:");
      if (!local) complaints.push(`asked ${sent.url()}`);
    });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto("/api/docs/");
    const document = (await (await request.get("/api/openapi.json")).json()) as { paths: Record<string, Record<string, unknown>> };
    const operations = Object.values(document.paths).flatMap((path) => Object.keys(path).filter((key) => key !== "parameters"));
    const tags = page.locator(".opblock-tag");
    await expect(tags.first()).toBeVisible();
    for (const tag of await tags.all()) await tag.click();
    await expect(page.locator(".opblock")).toHaveCount(operations.length);
    await expect(page.locator("html.dark-mode")).toHaveCount(scheme === "dark" ? 1 : 0);
  });
}
