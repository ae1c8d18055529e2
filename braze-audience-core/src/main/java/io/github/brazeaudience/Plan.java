package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.DeliverySettings;
import io.github.brazeaudience.internal.engine.PlannedDelivery;
import io.github.brazeaudience.internal.engine.UpdateWindow;
import io.github.brazeaudience.outcome.ForwardPlan;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a call would do, by the same steps as a call that does it. */
final class Plan {
  private Plan() {}

  static ForwardPlan of(
      PayloadBuilder payload, DeliverySettings settings, List<AudienceUpdate> updates) {
    List<UserOutcome> unsent = new ArrayList<>();
    UpdateWindow window = new UpdateWindow(payload, settings.membership() != null, unsent::add);
    for (int i = 0; i < updates.size(); i++) {
      window.add(i, updates.get(i));
    }
    window.settle();
    PlannedDelivery planned = PlannedDelivery.of(window.take(), payload, settings, unsent::add);
    unsent.sort(Comparator.comparingLong(UserOutcome::index));
    return ForwardPlan.of(planned.bodies(), unsent, planned.dataPoints());
  }
}
