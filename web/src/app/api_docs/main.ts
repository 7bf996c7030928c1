// main.ts: the readable reference of the API at /api/docs: Swagger UI over the program's own document, a page of its own.
import SwaggerUI from "swagger-ui-dist/swagger-ui-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";

// boot.js has read the theme that was chosen in the application; Swagger UI knows it as a class.
const dark = document.documentElement.getAttribute("data-mantine-color-scheme") === "dark";
document.documentElement.classList.toggle("dark-mode", dark);

SwaggerUI({
  dom_id: "#reference",
  url: "/api/openapi.json",
  deepLinking: true,
  filter: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  // Null asks nobody: the default sends the document to a validator on the internet.
  validatorUrl: null,
});
