package io.github.brazeaudience.spring.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Connects the forwarder of an application test to a {@link
 * io.github.brazeaudience.testing.FakeBraze}. It is a bean that the test can inject, with the
 * lifetime of the application context, so profiles stay from one test method to the next. To start
 * it with other settings, declare a bean of its type. The properties {@code rest-api-key}, {@code
 * instance} and {@code rest-endpoint} are ignored. Needs the module {@code braze-audience-testing}.
 *
 * <pre>
 * {@literal @}SpringBootTest
 * {@literal @}EnableFakeBraze
 * class MembershipsTest {
 *   {@literal @}Autowired FakeBraze braze;
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SuppressWarnings("exports") // Not part of the API.
@ImportAutoConfiguration(FakeBrazeAutoConfiguration.class)
public @interface EnableFakeBraze {}
