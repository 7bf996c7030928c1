// models.ts: English texts of models.
export const models = {};
