(* Data processing for chi-square and other informations, and its contraction
   (arXiv 2402.14735, the lemmas behind the proof of Theorem 4.4). *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import dobrushin information f_information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/DataProcessing
    says: If X - Y - Z is a Markov chain, the chi-square information of X and Z is at most that
      of X and Y, and at most that of Y and Z.
    leaves out: The law of the triple is a table of probabilities on three finite alphabets,
      every value of Y with positive probability; conditional independence is W(x,y,z) P(y) =
      P(x,y) P(y,z).
    supports: causal/chi2-data-processing *)
Definition DataProcessing_statement : Prop :=
  forall (R : realFieldType) m n p (W : 'I_m -> 'I_n -> 'I_p -> R),
  (forall x y z, 0 <= W x y z) -> (forall y, 0 < lawY W y) -> markov W ->
  chi2 (lawXZ W) <= chi2 (lawXY W) /\ chi2 (lawXZ W) <= chi2 (lawYZ W).

(** theorem causal/DataProcessingOfAKernel
    says: Passing the second variable of a pair through a stochastic kernel does not raise the
      chi-square information of the pair.
    leaves out: Nothing: Q is any non-negative table, not only a law; a zero denominator makes a
      term zero, as the numerator is.
    supports: causal/chi2-data-processing *)
Definition DataProcessingOfAKernel_statement : Prop :=
  forall (R : realFieldType) m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)),
  nonneg Q -> stochastic K -> chi2 (Q *m K) <= chi2 Q.

(** theorem causal/Contraction
    says: If every row of the kernel K dominates ga times one common law, chi-square information
      shrinks at least by the factor 1 - ga.
    leaves out: The contraction factor is the minorisation constant ga, not the least possible
      factor.
    supports: causal/chi2-data-processing causal/gap-is-bounded-below *)
Definition Contraction_statement : Prop :=
  forall (R : realFieldType) m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) ga,
  law Q -> stochastic K -> 0 <= ga -> minorised ga K -> chi2 (Q *m K) <= (1 - ga) * chi2 Q.

(** theorem causal/DobrushinContraction
    says: If any two rows of K are within total variation delta, then pushing two vectors of
      equal total mass through K multiplies their l1 distance by at most delta.
    leaves out: K need not be stochastic and the vectors may have any sign; delta is a bound, not
      the coefficient itself.
    supports: causal/dobrushin-bounds-contraction *)
Definition DobrushinContraction_statement : Prop :=
  forall (R : realFieldType) n m (p q : 'I_n -> R) (K : 'M[R]_(n, m)) (delta : R),
  \sum_a p a = \sum_a q a ->
  (forall x x', \sum_z `|K x z - K x' z| <= 2%:R * delta) ->
  \sum_z `|push p K z - push q K z| <= delta * \sum_a `|p a - q a|.

(** theorem causal/ConvexDataProcessing
    says: Data processing for every f-information with convex f; chi-square is f t = (t - 1)^2
      and Shannon mutual information is f t = t log t.
    leaves out: That t log t is convex on the non-negative reals is a hypothesis here
      (convex_nonneg f), because the field is an abstract ordered field without a logarithm.
    supports: causal/shannon-data-processing causal/chi2-data-processing *)
Definition ConvexDataProcessing_statement : Prop :=
  forall (R : realFieldType) (f : R -> R) m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)),
  convex_nonneg f -> nonneg Q -> stochastic K -> finfo f (Q *m K) <= finfo f Q.

(* ---------- proofs ---------- *)

Theorem DataProcessing : DataProcessing_statement.
Proof. exact: chi2_dpi_markov. Qed.

Theorem DataProcessingOfAKernel : DataProcessingOfAKernel_statement.
Proof. exact: chi2_dpi. Qed.

Theorem Contraction : Contraction_statement.
Proof. move=> R m n p Q K ga; exact: chi2_contract. Qed.

Theorem DobrushinContraction : DobrushinContraction_statement.
Proof. exact: dobrushin. Qed.

Theorem ConvexDataProcessing : ConvexDataProcessing_statement.
Proof. by move=> R f m n p Q K cf; exact: finfo_dpi. Qed.
