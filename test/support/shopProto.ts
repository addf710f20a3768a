/** A file that imports what is bundled, from each corner, and uses it. */
export const shopProto = `syntax = "proto3";

package shop.v1;

import "buf/validate/validate.proto";
import "google/api/annotations.proto";
import "google/api/field_behavior.proto";
import "google/longrunning/operations.proto";
import "google/rpc/status.proto";
import "google/type/date.proto";
import "grpc/health/v1/health.proto";

service Shop {
  rpc Order(OrderRequest) returns (google.longrunning.Operation) {
    option (google.api.http) = {
      post: "/v1/orders"
      body: "*"
    };
    option (google.longrunning.operation_info) = {
      response_type: "Receipt"
      metadata_type: "Receipt"
    };
  }
  rpc Check(grpc.health.v1.HealthCheckRequest) returns (grpc.health.v1.HealthCheckResponse);
}

message OrderRequest {
  string item = 1 [
    (google.api.field_behavior) = REQUIRED,
    (buf.validate.field).string.min_len = 1
  ];
  google.type.Date due = 2;
}

message Receipt {
  google.rpc.Status status = 1;
}
`;
