/**
 * One experiment, from a program to its scorecard: build, smoke, encode, decode, measure, score;
 * and the anchors it is compared with. Entry: {@link dev.codecsmith.lab.local.LocalEvaluator}.
 */
@NullMarked
package dev.codecsmith.lab;

import org.jspecify.annotations.NullMarked;
