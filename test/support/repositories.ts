// Repositories as people have them: nothing in them says to us where imports lead.

export interface Repository {
  readonly name: string;
  /** Path to text; those below `home/` are outside of the repository `work/`. */
  readonly files: Readonly<Record<string, string>>;
  /** Where some imports lead: `file > import path` to the file. */
  readonly imports: Readonly<Record<string, string>>;
}

/** A proto3 file that uses one message of each file it imports: `path as Full.Name`. */
function proto(packageName: string, message: string, ...imports: readonly string[]): string {
  const used = imports.map(one => one.split(" as ") as [string, string]);
  return [
    'syntax = "proto3";',
    `package ${packageName};`,
    ...used.map(([path]) => `import "${path}";`),
    `message ${message} {`,
    ...used.map(([, type], at) => `  .${type} f${at + 1} = ${at + 1};`),
    "}",
    "",
  ].join("\n");
}

/** A file of options that others only need to find. */
const gogo = [
  'syntax = "proto2";',
  "package gogoproto;",
  'import "google/protobuf/descriptor.proto";',
  "extend google.protobuf.FieldOptions { optional bool nullable = 65001; }",
  "message Gogo {}",
  "",
].join("\n");

const commit = "6c776ed5bee54462b06d31fb7f7c16b8";

export const repositories: readonly Repository[] = [
  {
    name: "a Go monorepo with third_party, vendored googleapis and modules in Go's cache",
    files: {
      "work/go.mod":
        "module github.com/acme/depot/v2\n\nrequire (\n\tgithub.com/Masterminds/checks v1.4.0\n\tgithub.com/acme/wire v0.1.0\n)\n\nreplace github.com/acme/wire => ./internal/wire\n",
      "work/api/depot/v1/depot.proto": proto(
        "depot.v1",
        "Depot",
        "google/api/odd.proto as google.api.Odd",
        "github.com/acme/depot/pkg/types/types.proto as types.Types",
        "validate/checks.proto as validate.Checks",
        "google/protobuf/timestamp.proto as google.protobuf.Timestamp",
      ),
      "work/pkg/types/types.proto": proto("types", "Types", "gogoproto/gogo.proto as gogoproto.Gogo"),
      "work/pkg/codec/codec.proto": proto(
        "codec",
        "Codec",
        "github.com/gogo/protobuf/gogoproto/gogo.proto as gogoproto.Gogo",
        "github.com/acme/wire/frames/frame.proto as frames.Frame",
      ),
      "work/internal/wire/frames/frame.proto": proto("frames", "Frame"),
      "work/third_party/googleapis/google/api/odd.proto": proto(
        "google.api",
        "Odd",
        "google/api/even.proto as google.api.Even",
      ),
      "work/third_party/googleapis/google/api/even.proto": proto("google.api", "Even"),
      "work/vendor/github.com/gogo/protobuf/gogoproto/gogo.proto": gogo,
      "home/go/pkg/mod/github.com/!masterminds/checks@v1.4.0/validate/checks.proto": proto("validate", "Checks"),
    },
    imports: {
      "work/api/depot/v1/depot.proto > google/api/odd.proto": "work/third_party/googleapis/google/api/odd.proto",
      "work/api/depot/v1/depot.proto > github.com/acme/depot/pkg/types/types.proto": "work/pkg/types/types.proto",
      "work/api/depot/v1/depot.proto > validate/checks.proto":
        "home/go/pkg/mod/github.com/!masterminds/checks@v1.4.0/validate/checks.proto",
      "work/pkg/types/types.proto > gogoproto/gogo.proto": "work/vendor/github.com/gogo/protobuf/gogoproto/gogo.proto",
    },
  },
  {
    name: "Java modules with src/main/proto, of which one depends on another",
    files: {
      "work/services/orders/src/main/proto/acme/orders/v1/order.proto": proto(
        "acme.orders.v1",
        "Order",
        "acme/orders/v1/line.proto as acme.orders.v1.Line",
      ),
      "work/services/orders/src/main/proto/acme/orders/v1/line.proto": proto(
        "acme.orders.v1",
        "Line",
        "money.proto as acme.Money",
      ),
      "work/services/orders/src/main/proto/money.proto": proto("acme", "Money"),
      "work/services/billing/src/main/proto/acme/billing/v1/bill.proto": proto(
        "acme.billing.v1",
        "Bill",
        "acme/orders/v1/order.proto as acme.orders.v1.Order",
        "google/type/money.proto as google.type.Money",
      ),
      "work/services/billing/src/test/proto/bill_test.proto": proto(
        "acme.billing.test",
        "BillTest",
        "acme/billing/v1/bill.proto as acme.billing.v1.Bill",
      ),
    },
    imports: {
      "work/services/billing/src/main/proto/acme/billing/v1/bill.proto > acme/orders/v1/order.proto":
        "work/services/orders/src/main/proto/acme/orders/v1/order.proto",
      "work/services/orders/src/main/proto/acme/orders/v1/line.proto > money.proto":
        "work/services/orders/src/main/proto/money.proto",
    },
  },
  {
    name: "a buf.yaml of v1beta1 with roots and excludes",
    files: {
      "work/buf.yaml":
        "version: v1beta1\nbuild:\n  roots:\n    - schemas\n    - shared/idl\n  excludes:\n    - schemas/attic\n",
      "work/schemas/shop/v1/cart.proto": proto("shop.v1", "Cart", "common/id.proto as common.Id"),
      "work/shared/idl/common/id.proto": proto("common", "Id"),
      "work/schemas/attic/common/id.proto": proto("common", "Id"),
      "work/schemas/common/attic/id.proto": proto("common.attic", "Id"),
    },
    imports: { "work/schemas/shop/v1/cart.proto > common/id.proto": "work/shared/idl/common/id.proto" },
  },
  {
    name: "a buf.work.yaml of v1 with a module in buf's cache",
    files: {
      "work/buf.work.yaml": "version: v1\ndirectories:\n  - one/proto\n  - two/proto\n",
      "work/one/proto/buf.yaml": "version: v1\nname: buf.build/acme/one\ndeps:\n  - buf.build/acme/weather\n",
      "work/one/proto/buf.lock": `version: v1\ndeps:\n  - remote: buf.build\n    owner: acme\n    repository: weather\n    commit: ${commit}\n    digest: shake256:00\n`,
      "work/two/proto/buf.yaml": "version: v1\nname: buf.build/acme/two\n",
      "work/one/proto/one/v1/one.proto": proto(
        "one.v1",
        "One",
        "two/v1/two.proto as two.v1.Two",
        "weather/v1/rain.proto as weather.v1.Rain",
      ),
      "work/two/proto/two/v1/two.proto": proto("two.v1", "Two"),
      [`home/.cache/buf/v3/modules/shake256/buf.build/acme/weather/${commit}/files/weather/v1/rain.proto`]: proto(
        "weather.v1",
        "Rain",
        "weather/v1/drop.proto as weather.v1.Drop",
      ),
      [`home/.cache/buf/v3/modules/shake256/buf.build/acme/weather/${commit}/files/weather/v1/drop.proto`]: proto(
        "weather.v1",
        "Drop",
      ),
    },
    imports: {
      "work/one/proto/one/v1/one.proto > two/v1/two.proto": "work/two/proto/two/v1/two.proto",
      "work/one/proto/one/v1/one.proto > weather/v1/rain.proto": `home/.cache/buf/v3/modules/shake256/buf.build/acme/weather/${commit}/files/weather/v1/rain.proto`,
    },
  },
  {
    name: "a buf.yaml of v2 with excludes and another nested in what it excludes",
    files: {
      "work/buf.yaml": "version: v2\nmodules:\n  - path: .\n    excludes:\n      - sandbox\n",
      "work/fleet/v1/car.proto": proto("fleet.v1", "Car", "fleet/v1/wheel.proto as fleet.v1.Wheel"),
      "work/fleet/v1/wheel.proto": proto("fleet.v1", "Wheel"),
      "work/sandbox/buf.yaml": "version: v2\nmodules:\n  - path: protos\n",
      "work/sandbox/protos/fleet/v1/car.proto": proto(
        "fleet.v1",
        "Car",
        "fleet/v1/wheel.proto as fleet.v1.SquareWheel",
      ),
      "work/sandbox/protos/fleet/v1/wheel.proto": proto("fleet.v1", "SquareWheel"),
    },
    imports: {
      "work/fleet/v1/car.proto > fleet/v1/wheel.proto": "work/fleet/v1/wheel.proto",
      "work/sandbox/protos/fleet/v1/car.proto > fleet/v1/wheel.proto": "work/sandbox/protos/fleet/v1/wheel.proto",
    },
  },
  {
    name: "packages of Node in a monorepo",
    files: {
      "work/package.json": '{ "private": true, "workspaces": ["packages/*"] }',
      "work/packages/app/package.json":
        '{ "dependencies": { "@acme/protos": "1.0.0", "google-proto-files": "5.0.0" } }',
      "work/packages/app/protos/app.proto": proto(
        "app",
        "App",
        "acme/user/v1/user.proto as acme.user.v1.User",
        "google/cloud/odd.proto as google.cloud.Odd",
        "@acme/protos/proto/acme/user/v1/name.proto as acme.user.v1.Name",
      ),
      "work/node_modules/@acme/protos/package.json": "{}",
      "work/node_modules/@acme/protos/proto/acme/user/v1/user.proto": proto("acme.user.v1", "User"),
      "work/node_modules/@acme/protos/proto/acme/user/v1/name.proto": proto("acme.user.v1", "Name"),
      "work/node_modules/google-proto-files/google/cloud/odd.proto": proto("google.cloud", "Odd"),
    },
    imports: {
      "work/packages/app/protos/app.proto > acme/user/v1/user.proto":
        "work/node_modules/@acme/protos/proto/acme/user/v1/user.proto",
      "work/packages/app/protos/app.proto > google/cloud/odd.proto":
        "work/node_modules/google-proto-files/google/cloud/odd.proto",
    },
  },
  {
    name: "several nested roots that nothing tells of",
    files: {
      "work/backend/schemas/acme/db/v1/row.proto": proto(
        "acme.db.v1",
        "Row",
        "acme/db/v1/cell.proto as acme.db.v1.Cell",
      ),
      "work/backend/schemas/acme/db/v1/cell.proto": proto("acme.db.v1", "Cell"),
      "work/frontend/defs/view/main.proto": proto(
        "ui",
        "Main",
        "view/part.proto as ui.Part",
        "acme/db/v1/row.proto as acme.db.v1.Row",
      ),
      "work/frontend/defs/view/part.proto": proto("ui", "Part"),
      "work/frontend/legacy/view/part.proto": proto("legacy", "Part"),
      "work/frontend/legacy/main.proto": proto("legacy", "Main", "view/part.proto as legacy.Part"),
      "work/tools/deps/odd-1.2/google/rpc/code.proto": proto("google.rpc", "Code"),
      "work/tools/plan.proto": proto("tools", "Plan", "google/rpc/code.proto as google.rpc.Code"),
    },
    imports: {
      "work/frontend/defs/view/main.proto > view/part.proto": "work/frontend/defs/view/part.proto",
      "work/frontend/legacy/main.proto > view/part.proto": "work/frontend/legacy/view/part.proto",
      "work/frontend/defs/view/main.proto > acme/db/v1/row.proto": "work/backend/schemas/acme/db/v1/row.proto",
      "work/tools/plan.proto > google/rpc/code.proto": "work/tools/deps/odd-1.2/google/rpc/code.proto",
    },
  },
  {
    name: "services that import each other's files, of which each has a file of the same path",
    files: {
      "work/apps/api/src/proto/api.proto": proto("api", "Api", "users/users.proto as users.User"),
      "work/apps/api/src/proto/web.proto": proto("api", "Web", "pages/page.proto as web.Page"),
      "work/apps/web/src/proto/pages/page.proto": proto("web", "Page", "common/common.proto as web.common.Common"),
      "work/apps/web/src/proto/common/common.proto": proto("web.common", "Common"),
      "work/libs/protos/src/lib/users/users.proto": proto("users", "User", "common/common.proto as common.Common"),
      "work/libs/protos/src/lib/common/common.proto": proto("common", "Common"),
    },
    imports: {
      "work/libs/protos/src/lib/users/users.proto > common/common.proto":
        "work/libs/protos/src/lib/common/common.proto",
      "work/apps/web/src/proto/pages/page.proto > common/common.proto": "work/apps/web/src/proto/common/common.proto",
    },
  },
  {
    name: "a Go module that is imported by the name of the repository, by one that does not require what it does",
    files: {
      "work/api/go.mod": "module go.acme.io/depot/api/v3\n\nrequire github.com/gogo/protobuf v1.3.2\n",
      "work/api/keys/key.proto": proto("keys", "Key", "gogoproto/gogo.proto as gogoproto.Gogo"),
      "work/api/calls/call.proto": proto(
        "calls",
        "Call",
        "depot/api/keys/key.proto as keys.Key",
        "gogoproto/gogo.proto as gogoproto.Gogo",
      ),
      "work/server/go.mod": "module go.acme.io/depot/server/v3\n",
      "work/server/lease/lease.proto": proto("lease", "Lease", "depot/api/calls/call.proto as calls.Call"),
      "home/go/pkg/mod/github.com/gogo/protobuf@v1.3.2/gogoproto/gogo.proto": gogo,
    },
    imports: {
      "work/server/lease/lease.proto > depot/api/calls/call.proto": "work/api/calls/call.proto",
      "work/api/calls/call.proto > gogoproto/gogo.proto":
        "home/go/pkg/mod/github.com/gogo/protobuf@v1.3.2/gogoproto/gogo.proto",
    },
  },
  {
    name: "packages that Yarn has unplugged",
    files: {
      "work/package.json": '{ "dependencies": { "@acme/wire": "1.0.0" } }',
      "work/.pnp.cjs": "",
      "work/.gitignore": ".yarn\n",
      "work/proto/app.proto": proto("app", "App", "acme/wire/frame.proto as acme.wire.Frame"),
      "work/.yarn/unplugged/@acme-wire-npm-1.0.0-0d1e/node_modules/@acme/wire/proto/acme/wire/frame.proto": proto(
        "acme.wire",
        "Frame",
      ),
    },
    imports: {
      "work/proto/app.proto > acme/wire/frame.proto":
        "work/.yarn/unplugged/@acme-wire-npm-1.0.0-0d1e/node_modules/@acme/wire/proto/acme/wire/frame.proto",
    },
  },
];
