/** Experiment records, events and kept values in one DynamoDB table. */
@NullMarked
package dev.codecsmith.store.dynamo;

import org.jspecify.annotations.NullMarked;
