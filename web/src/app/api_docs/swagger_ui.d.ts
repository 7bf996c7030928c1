// swagger_ui.d.ts: the part of swagger-ui-dist that the reference page uses; the package brings no types.
declare module "swagger-ui-dist/swagger-ui-bundle.js" {
  export default function SwaggerUI(options: {
    dom_id: string;
    url: string;
    deepLinking: boolean;
    filter: boolean;
    docExpansion: "none" | "list" | "full";
    defaultModelsExpandDepth: number;
    validatorUrl: string | null;
  }): void;
}
