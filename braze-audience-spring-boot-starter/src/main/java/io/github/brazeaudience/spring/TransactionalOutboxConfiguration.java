package io.github.brazeaudience.spring;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** The outbox in Spring's transactions, which needs {@code spring-jdbc}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({JdbcOutbox.class, DataSourceUtils.class})
final class TransactionalOutboxConfiguration {
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(JdbcOutbox.class)
  AudienceOutbox audienceOutbox(JdbcOutbox outbox, ObjectProvider<DataSource> dataSources) {
    return new AudienceOutbox(outbox, Modules.dataSource("outbox.enabled", true, dataSources));
  }
}
