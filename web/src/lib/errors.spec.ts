// errors.spec.ts: a failure says what happened, and promises no more than is true.
import { expect, test } from "vitest";
import { ApiProblem } from "@/api/problem";
import { explain } from "./errors";

const told = (status: number, request_id?: string) => explain(new ApiProblem({ title: "Bad Gateway", status, code: `http.${status}`, request_id }));

test("a gateway without Roost behind it reads like a lost connection, not like a recorded failure", () => {
  expect(told(502)).toEqual(told(0));
  expect(told(502).title).toBe("Roost can't be reached");
});

test("a failure of the server itself keeps its words and its request id", () => {
  expect(told(500, "req_1")).toMatchObject({ title: "Bad Gateway", request_id: "req_1" });
  expect(told(500, "req_1").hint).not.toBe(told(0).hint);
});
