package io.weft.pipeline.stage;

import static io.weft.pipeline.table.Table.EGRESS;
import static io.weft.pipeline.table.Table.ENDPOINT;
import static io.weft.pipeline.table.Table.SERVICE;
import static io.weft.pipeline.table.Table.SERVICE_RANGE;

import io.weft.openflow.match.Match;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;

/// Tables ServiceRange, Service and Endpoint: what is for no Service goes on as it is.
public final class Services {

  private Services() {}

  public static void node(Contribution.Builder to) {
    to.flow(SERVICE_RANGE, Priority.MISS, Purpose.PASS, Match.any(), EGRESS.go());
    to.flow(SERVICE, Priority.MISS, Purpose.PASS, Match.any(), EGRESS.go());
    to.drop(ENDPOINT, Priority.MISS, Purpose.UNEXPECTED, Match.any());
  }
}
