package io.github.brazeaudience.spring;

import io.github.brazeaudience.membership.MembershipStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The membership store of the properties {@code store.*}. */
@Configuration(proxyBeanMethods = false)
final class StoreConfiguration {
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnProperty(BrazeAudienceProperties.PREFIX + ".store.type")
  MembershipStore brazeAudienceMembershipStore(
      BrazeAudienceProperties properties, ObjectProvider<DataSource> dataSources) {
    return MembershipStores.open(properties.store(), dataSources);
  }
}
