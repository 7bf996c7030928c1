// FormProblem.tsx: why a form was refused, above its button, read out at once.
import { explain } from "@/lib/errors";
import classes from "./FormProblem.module.css";

export function FormProblem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const { title, hint } = explain(error);
  return (
    <div className={classes.problem} role="alert">
      <strong>{title}</strong>
      <span>{hint}</span>
    </div>
  );
}
