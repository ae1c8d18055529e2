package io.github.brazeaudience.flink;

import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Creates an {@link AudienceOperator} in each subtask, with the mailbox of its task. */
final class AudienceOperatorFactory extends AbstractStreamOperatorFactory<SettledUpdate>
    implements OneInputStreamOperatorFactory<UserLine, SettledUpdate> {
  private static final long serialVersionUID = 1L;

  private final ForwardSettings settings;

  AudienceOperatorFactory(ForwardSettings settings) {
    this.settings = settings;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As the interface has it.
  public <T extends StreamOperator<SettledUpdate>> T createStreamOperator(
      StreamOperatorParameters<SettledUpdate> parameters) {
    return (T) new AudienceOperator(parameters, settings);
  }

  @Override
  @SuppressWarnings("rawtypes") // As the interface has it.
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
    return AudienceOperator.class;
  }
}
