// What files of elementary functions offer one another.

#ifndef FUNCTIONS_H
#define FUNCTIONS_H

// A number as a sum of two doubles.
typedef struct {
  double high;
  double low;
} pair;

// exp(x + low) for a low that is at most an ulp of x.
double plateau_exp_of_pair(double x, double low);
// exp(x) - 1 as a pair, for |x| from 2^-54 to 700, with an error of 2^-56 of it.
pair plateau_expm1_pair(double x);
// The logarithm as a pair, for x > 0 and finite, with an error of 2^-65 of it.
pair plateau_log_pair(double x);
// log(1 + x + low) for x > -1 and finite, and a low that is at most an ulp of x.
double plateau_log1p_of_pair(double x, double low);

#endif
