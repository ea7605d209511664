(* Rank collapse (arXiv 2206.03126): when all tokens are equal, attention cannot see its queries and keys,
   so their gradients are exactly zero; and the norm of the value gradient, as an identity. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic least_squares information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (N d k dv : nat).
(* softmax attention of the rows of X: A X W_V, with scores X W_Q W_K^T X^T (any scaling is in W_Q) *)
Definition attention (ex : R -> R) (X : 'M[R]_(N, d)) (WQ WK : 'M[R]_(d, k)) : 'M[R]_N :=
  let z := X *m WQ *m WK^T *m X^T in
  \matrix_(i, j) (ex (z i j) / \sum_l ex (z i l)).
Definition attended (ex : R -> R) X (WQ WK : 'M[R]_(d, k)) (WV : 'M[R]_(d, dv)) : 'M[R]_(N, dv) :=
  attention ex X WQ WK *m X *m WV.
(* squared Frobenius norm of a linear map of matrices: the sum over the unit matrices *)
Definition map_norm a b e f (L : 'M[R]_(a, b) -> 'M[R]_(e, f)) : R :=
  \sum_i \sum_j sqn (L (delta_mx i j)).
End Defs.

(* ---------- statements ---------- *)
(** theorem signal/EqualTokensHideQueries
    says: If all tokens are equal, the output of softmax attention is X W_V for every query and
      key matrix: it does not depend on them, so their gradients are identically zero.
    leaves out: One head, no residual; ex is any positive function. The derivative of a constant
      is not spelled out.
    supports: signal/equal-tokens-hide-queries *)
Definition EqualTokensHideQueries_statement : Prop :=
  forall (R : realFieldType) N d k dv (ex : R -> R) (x : 'rV[R]_d)
    (WQ WK : 'M[R]_(d, k)) (WV : 'M[R]_(d, dv)), (forall y, 0 < ex y) ->
  let X : 'M[R]_(N, d) := \matrix_(i, j) x 0 j in
  attended ex X WQ WK WV = X *m WV.
(** theorem signal/ValueGradientNorm
    says: For fixed attention A the derivative of the output A X W_V in W_V is the map H -> A X
      H, and its squared Frobenius norm is d_v |A X|^2.
    leaves out: The value gradient at uniform attention, N d_v |mean token|^2, is the case A = 1
      1^T / N.
    supports: signal/value-gradient-is-the-mean-token *)
Definition ValueGradientNorm_statement : Prop :=
  forall (R : realFieldType) N d dv (A : 'M[R]_N) (X : 'M[R]_(N, d)) (WV : 'M[R]_(d, dv)),
  (forall H, A *m X *m (WV + H) = A *m X *m WV + A *m X *m H) /\
  map_norm (fun H : 'M[R]_(d, dv) => A *m X *m H) = dv%:R * sqn (A *m X).

(* ---------- proofs ---------- *)
Theorem EqualTokensHideQueries : EqualTokensHideQueries_statement.
Proof.
move=> R N d k dv ex x WQ WK WV ex0 X; rewrite /attended; congr (_ *m _).
apply/matrixP=> i j; rewrite mxE [RHS]mxE.
under eq_bigr => l _ do rewrite [X l j]mxE.
rewrite -mulr_suml -[RHS]mul1r; congr (_ * _).
under eq_bigr => l _ do rewrite mxE.
rewrite -mulr_suml divff // gt_eqF // (bigD1 i) //= ltr_paddr ?ex0 //.
by apply: sumr_ge0 => l _; apply/ltW/ex0.
Qed.
Lemma mul_unit (R : realFieldType) N d e (B : 'M[R]_(N, d)) (i : 'I_d) (j : 'I_e) :
  sqn (B *m delta_mx i j) = \sum_a B a i ^+ 2.
Proof.
apply: eq_bigr => a _; rewrite (bigD1 j) //= big1 ?addr0 => [|b /negbTE bj].
  rewrite mxE (bigD1 i) //= mxE !eqxx mulr1 big1 ?addr0 // => l /negbTE li.
  by rewrite mxE li mulr0.
by rewrite mxE big1 ?expr0n // => l _; rewrite mxE bj andbF mulr0.
Qed.
Theorem ValueGradientNorm : ValueGradientNorm_statement.
Proof.
move=> R N d dv A X WV; split; first by move=> H; rewrite mulmxDr.
rewrite /map_norm; under eq_bigr => i _ do under eq_bigr => j _ do rewrite mul_unit.
under eq_bigr => i _ do rewrite sumr_const card_ord -mulr_natl.
by rewrite -mulr_sumr exchange_big.
Qed.
