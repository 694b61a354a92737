// Draws the API's description with Swagger UI; "authorize" stays in this page and is kept nowhere.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api-explorer");
  SwaggerUIBundle({
    url: place.dataset.description,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    persistAuthorization: false,
  });
});
