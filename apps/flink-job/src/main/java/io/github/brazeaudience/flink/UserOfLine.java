package io.github.brazeaudience.flink;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Function that finds the user of a line. It identifies users as the forwarder does, so one subtask
 * gets all updates of a user in their order.
 */
final class UserOfLine extends RichMapFunction<byte[], UserLine> {
  private static final long serialVersionUID = 1L;

  private final ForwardSettings settings;
  private transient @Nullable UpdateReader reader;
  private transient @Nullable PayloadBuilder payload;

  UserOfLine(ForwardSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    reader = new UpdateReader();
    payload = PayloadBuilder.of(settings.config());
  }

  @Override
  public UserLine map(byte[] line) {
    AudienceUpdate update = Objects.requireNonNull(reader, "open before map").read(line);
    return Objects.requireNonNull(payload, "open before map").build(update)
            instanceof UserAttributes attributes
        ? new UserLine(key(attributes.identifier()), line)
        : new UserLine("refused " + Arrays.hashCode(line), line);
  }

  /** Only external ids have state; that of others is never asked for. */
  private static String key(UserIdentifier user) {
    return user.kind() == IdentifierKind.EXTERNAL_ID
        ? user.value()
        : user.kind() + " " + user.value();
  }
}
