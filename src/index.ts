/**
 * The public TypeScript API (docs/api.md): the commands as functions, on the same ground as the commands, and the pure
 * functions that a document is made by.
 */
export { type Applied, type ApplyOptions, apply } from './api/apply.js'
export { type Compiled, type CompileOptions, compile } from './api/compile.js'
export { type Deployed, type DeployOptions, deploy } from './api/deploy.js'
export type { DriveOptions, FleetOptions, ProjectOptions } from './api/options.js'
export { type Output, type Outputs, outputs } from './api/outputs.js'
export { type Planned, type PlannedHost, type PlannedResource, type PlanOptions, plan } from './api/plan.js'
export { type ProvisionOptions, provision } from './api/provision.js'
export type { Task } from './api/task.js'
export { why } from './api/why.js'
export type { DiagnosticCode } from './contracts/codes.js'
export { exitStatusOf } from './contracts/codes.js'
export type { Diagnostic, Label, Position, Severity } from './contracts/diagnostic.js'
export { TerraneError } from './contracts/diagnostic.js'
export type { Counts, PlanChanges, PlannedAction, TerraneEvent } from './contracts/events.js'
export { type ExitStatus, exitStatus } from './contracts/exit-status.js'
export { Secret } from './contracts/secret.js'
export type { DefinitionsDocument } from './modules/definitions.js'
export type { MergedDocument, MergedValue, MergeProblem } from './modules/document.js'
export { mergeDocument } from './modules/merge.js'
export type {
  HostReport,
  Provisioned,
  ProvisionOutcome,
  ProvisionReport,
} from './project/provision/report.js'
export type { WhyReport } from './project/why.js'
export { renderDocument } from './terraform/document/render.js'
export { shapeDocument, type TerraformDocument } from './terraform/document/shape.js'
