package io.github.brazeaudience.delivery;

import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The requests that some writes would make, if none had to be repeated. */
public record PlannedDelivery(List<byte[]> bodies, long dataPoints) {
  private static final DeliverySink NOBODY =
      new DeliverySink() {
        @Override
        public void finished(List<UserOutcome> outcomes) {}

        @Override
        public void done(Totals totals) {}
      };

  /** Puts writes into batches as a call does. */
  public static PlannedDelivery of(List<UserWrite> writes) {
    DeliveryCall call = new DeliveryCall(NOBODY, 0, true);
    call.ready().addAll(writes);
    call.noMoreComes();
    List<byte[]> bodies = new ArrayList<>();
    for (Batch batch = call.nextBatch(0); batch != null; batch = call.nextBatch(0)) {
      bodies.add(TransportRequest.post(URI.create(""), Map.of(), batch.body()).body());
    }
    return new PlannedDelivery(bodies, writes.stream().mapToLong(UserWrite::dataPoints).sum());
  }
}
