/** What only one of the two programs has, or has since some version: told for the program that is about to read it. */
import { expect, it } from 'vitest'
import { checkProgram } from '../../../src/terraform/document/rules/dialects.js'
import type { TerraformDocument } from '../../../src/terraform/document/shape.js'

const document = {
  action: { aws_lambda_invoke: { warm: { config: {} } } },
  ephemeral: { random_password: { p: { length: 3 } } },
  variable: { token: { ephemeral: true } },
  output: { token: { value: '${var.token}', ephemeral: true } },
  provider: { aws: { for_each: { a: 1 } } },
  module: { m: { source: './m', lifecycle: { enabled: true } } },
  resource: { aws_vpc: { v: { lifecycle: { enabled: true, prevent_destroy: '${var.keep}' } } } },
  terraform: { encryption: { method: {} }, language: { edition: 'x' } },
} as unknown as TerraformDocument

const told = (dialect: 'tofu' | 'terraform', version: string) =>
  checkProgram(document, { dialect, version }).map(
    ({ path, message, hint }) => `${path.join('.')}: ${message} ${hint}`,
  )

it('an old OpenTofu lacks what newer ones have', () => {
  expect(told('tofu', '1.8.2')).toMatchInlineSnapshot(`
    [
      "resource.aws_vpc.v.lifecycle.enabled: OpenTofu 1.8.2 has no argument "enabled" in lifecycle blocks. OpenTofu has it since 1.11",
      "resource.aws_vpc.v.lifecycle.prevent_destroy: OpenTofu 1.8.2 has no template for "prevent_destroy". OpenTofu has it since 1.12",
      "module.m.lifecycle.enabled: OpenTofu 1.8.2 has no argument "enabled" in lifecycle blocks. OpenTofu has it since 1.11",
      "module.m.lifecycle: OpenTofu 1.8.2 has no lifecycle blocks in module calls. OpenTofu has it since 1.11",
      "action.aws_lambda_invoke.warm: OpenTofu has no action blocks. Terraform has it since 1.14; this is OpenTofu 1.8.2.",
      "ephemeral.random_password.p: OpenTofu 1.8.2 has no ephemeral resources. OpenTofu has it since 1.11",
      "variable.token.ephemeral: OpenTofu 1.8.2 has no argument "ephemeral" in variable blocks. OpenTofu has it since 1.11",
      "output.token.ephemeral: OpenTofu 1.8.2 has no argument "ephemeral" in output blocks. OpenTofu has it since 1.11",
      "provider.aws.for_each: OpenTofu 1.8.2 has no argument "for_each" in provider blocks. OpenTofu has it since 1.9",
      "terraform.language: OpenTofu 1.8.2 has no argument or block "language". OpenTofu has it since 1.12",
    ]
  `)
})

it('a newer OpenTofu lacks only what Terraform alone has', () => {
  expect(told('tofu', '1.12.0')).toMatchInlineSnapshot(`
    [
      "action.aws_lambda_invoke.warm: OpenTofu has no action blocks. Terraform has it since 1.14; this is OpenTofu 1.12.0.",
    ]
  `)
})

it('Terraform lacks what OpenTofu alone has, and before 1.14 actions', () => {
  expect(told('terraform', '1.11.4')).toMatchInlineSnapshot(`
    [
      "resource.aws_vpc.v.lifecycle.enabled: Terraform has no argument "enabled" in lifecycle blocks. OpenTofu has it since 1.11; this is Terraform 1.11.4.",
      "resource.aws_vpc.v.lifecycle.prevent_destroy: Terraform has no template for "prevent_destroy". OpenTofu has it since 1.12; this is Terraform 1.11.4.",
      "module.m.lifecycle.enabled: Terraform has no argument "enabled" in lifecycle blocks. OpenTofu has it since 1.11; this is Terraform 1.11.4.",
      "module.m.lifecycle: Terraform has no lifecycle blocks in module calls. OpenTofu has it since 1.11; this is Terraform 1.11.4.",
      "action.aws_lambda_invoke.warm: Terraform 1.11.4 has no action blocks. Terraform has it since 1.14",
      "provider.aws.for_each: Terraform has no argument "for_each" in provider blocks. OpenTofu has it since 1.9; this is Terraform 1.11.4.",
      "terraform.encryption: Terraform has no block "encryption". OpenTofu has it since 1.7; this is Terraform 1.11.4.",
    ]
  `)
  expect(told('terraform', '1.14.0-rc1').some(text => text.startsWith('action'))).toBe(false)
})
