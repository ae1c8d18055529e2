package io.github.brazeaudience.receiver;

import io.github.brazeaudience.mparticle.FirehoseResponder;
import io.github.brazeaudience.receiver.database.OutboxMessages;
import io.github.brazeaudience.receiver.forward.RenameRule;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.receiver.intake.IntakeFilter;
import io.github.brazeaudience.receiver.intake.MessageHandler;
import io.github.brazeaudience.receiver.status.ReceiverMeters;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Beans that take messages over HTTP. */
@Configuration(proxyBeanMethods = false)
class IntakeBeans {
  @Bean
  MessageHandler messageHandler(
      OutboxMessages store,
      RenameRule renameRule,
      ReceiverSettings settings,
      Suspension suspension,
      ReceiverMeters meters,
      Notices notices) {
    return new MessageHandler(
        store,
        renameRule,
        FirehoseResponder.of(settings.registration()),
        suspension::active,
        meters,
        notices);
  }

  @Bean
  WarmUp warmUp(MessageHandler handler) {
    return new WarmUp(handler);
  }

  /** Before all other filters, because one that reads parameters would read the body. */
  @Bean
  FilterRegistrationBean<IntakeFilter> intake(
      ReceiverSettings settings, MessageHandler handler, ReceiverMeters meters) {
    FilterRegistrationBean<IntakeFilter> filter =
        new FilterRegistrationBean<>(
            new IntakeFilter(settings.path(), settings.secret(), handler, meters));
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setAsyncSupported(true);
    return filter;
  }
}
