(* Second moments of tokens through layers of uniform attention and a linear MLP (arXiv 2206.03126): the
   recursion, its closed form, the cosine between tokens, collapse; and a composed norm of matrices. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (n : nat) (rho al be : R).
(* (a, c) = (E |X|^2, E |X^T 1|^2) of n tokens of norm one and mean cosine rho *)
Definition first_moments : R * R := (n%:R, n%:R * (1 + (n%:R - 1) * rho)).
(* a layer: attention with al = alpha_1^2, then the MLP with be = alpha_2^2 *)
Definition moment_layer (m : R * R) : R * R :=
  ((1 + be) * (m.1 + al * m.2 / n%:R), (1 + be) * ((1 + al) * m.2)).
Definition moments L : R * R := iter L moment_layer first_moments.
(* the mean cosine of different tokens that moments stand for *)
Definition mean_cosine (m : R * R) : R := (m.2 / m.1 - 1) / (n%:R - 1).
End Defs.
(* the largest sum of absolute values in a row; in a column *)
Definition row_norm (R : realFieldType) n m (A : 'M[R]_(n, m)) : R :=
  \big[Num.max/0]_i \sum_j `|A i j|.
Definition column_norm (R : realFieldType) n m (A : 'M[R]_(n, m)) : R := row_norm A^T.

(* ---------- statements ---------- *)
(** theorem signal/MomentsGrowGeometrically
    says: After L layers c_L = (1 + be)^L (1 + al)^L c_0 and a_L = (1 + be)^L (a_0 + (c_0 / n) ((1 +
      al)^L - 1)).
    leaves out: The moments of one layer are a definition (moment_layer); n is not zero.
    supports: signal/moments-grow-geometrically *)
Definition MomentsGrowGeometrically_statement : Prop :=
  forall (R : realFieldType) n (rho al be : R) L, (0 < n)%N ->
  let m0 := first_moments n rho in
  moments n rho al be L
  = ((1 + be) ^+ L * (m0.1 + m0.2 / n%:R * ((1 + al) ^+ L - 1)), (1 + be) ^+ L * (1 + al) ^+ L * m0.2).

(** theorem signal/CosineIgnoresTheMlp
    says: The mean cosine after L layers is (R - 1) / (n - 1) with R = n q r / (n + r (q - 1)), q = (1 +
      al)^L and r = 1 + (n - 1) rho, whatever be.
    leaves out: As signal/MomentsGrowGeometrically; at least two tokens, al and be not negative, rho at
      least -1/(n - 1), that is r not negative.
    supports: signal/cosine-ignores-the-mlp *)
Definition CosineIgnoresTheMlp_statement : Prop :=
  forall (R : realFieldType) n (rho al be : R) L, (1 < n)%N -> 0 <= al -> 0 <= be ->
  let r := 1 + (n%:R - 1) * rho in let q := (1 + al) ^+ L in 0 <= r ->
  mean_cosine n (moments n rho al be L) = (n%:R * q * r / (n%:R + r * (q - 1)) - 1) / (n%:R - 1).

(** theorem signal/TokensCollapse
    says: With r = 1 + (n - 1) rho positive and q = (1 + al)^L, 1 - rho_L lies between (1 - rho) / q and
      (n / r) (1 - rho) / q.
    leaves out: As signal/CosineIgnoresTheMlp; rho at most one.
    supports: signal/unscaled-tokens-collapse *)
Definition TokensCollapse_statement : Prop :=
  forall (R : realFieldType) n (rho al be : R) L, (1 < n)%N -> 0 <= al -> 0 <= be -> rho <= 1 ->
  let r := 1 + (n%:R - 1) * rho in let q := (1 + al) ^+ L in 0 < r ->
  let apart := 1 - mean_cosine n (moments n rho al be L) in
  (1 - rho) / q <= apart /\ apart <= n%:R / r * ((1 - rho) / q).

(** theorem signal/ComposedNormIsSubmultiplicative
    says: The product of the largest row sum and the largest column sum of absolute values, the square of
      the composed norm, is submultiplicative.
    leaves out: Squares in place of roots.
    supports: signal/composed-norm-is-submultiplicative *)
Definition ComposedNormIsSubmultiplicative_statement : Prop :=
  forall (R : realFieldType) n m p (A : 'M[R]_(n, m)) (B : 'M[R]_(m, p)),
  row_norm (A *m B) * column_norm (A *m B)
  <= row_norm A * column_norm A * (row_norm B * column_norm B).

(* ---------- proofs ---------- *)
Section Depth.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Theorem moments_closed n (rho al be : R) L : (0 < n)%N ->
  let m0 := first_moments n rho in
  moments n rho al be L
  = ((1 + be) ^+ L * (m0.1 + m0.2 / n%:R * ((1 + al) ^+ L - 1)), (1 + be) ^+ L * (1 + al) ^+ L * m0.2).
Proof.
move=> n0 m0; have /eqP n0' : n%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
elim: L => [|L IH].
  by rewrite /moments /= !expr0 subrr mulr0 addr0 !mul1r; case: m0.
rewrite /moments iterS -/(moments n rho al be L) IH /moment_layer /= !exprS.
move: (_ ^+ L) ((1 + al) ^+ L) (m0.1) (m0.2) => x y a c.
by congr pair; move: n%:R n0' => N N0; [rnorm R; field|rnorm R; ring].
Qed.
Lemma growth_ge1 (al : R) L : 0 <= al -> 1 <= (1 + al) ^+ L.
Proof. by move=> al0; apply: exprn_ege1; rewrite ler_addl. Qed.
Theorem cosine_closed n (rho al be : R) L : (1 < n)%N -> 0 <= al -> 0 <= be ->
  let r := 1 + (n%:R - 1) * rho in let q := (1 + al) ^+ L in 0 <= r ->
  mean_cosine n (moments n rho al be L) = (n%:R * q * r / (n%:R + r * (q - 1)) - 1) / (n%:R - 1).
Proof.
move=> n1 al0 be0 r q r0; rewrite moments_closed ?(ltnW n1) // /mean_cosine /first_moments /= -/r -/q.
congr ((_ - 1) / _); have n0 : 0 < n%:R :> R by rewrite ltr0n ltnW.
have q1 : 1 <= q := growth_ge1 L al0.
have b1 : 0 < (1 + be) ^+ L := lt_le_trans ltr01 (growth_ge1 L be0).
have d0 : 0 < n%:R + r * (q - 1) by rewrite ltr_paddr // mulr_ge0 // subr_ge0.
move: (_ ^+ L) b1 => b b0; move: n0 d0 => /lt0r_neq0/eqP n0 /lt0r_neq0/eqP d0.
move/lt0r_neq0/eqP: b0 => b0.
have -> : n%:R * r / n%:R = r by rewrite mulrAC divff ?mul1r //; apply/eqP.
move: (n%:R) (q) n0 d0 => N Q N0 D0; rnorm R; field; split=> //.
Qed.
Theorem tokens_collapse n (rho al be : R) L : (1 < n)%N -> 0 <= al -> 0 <= be -> rho <= 1 ->
  let r := 1 + (n%:R - 1) * rho in let q := (1 + al) ^+ L in 0 < r ->
  let apart := 1 - mean_cosine n (moments n rho al be L) in
  (1 - rho) / q <= apart /\ apart <= n%:R / r * ((1 - rho) / q).
Proof.
move=> n1 al0 be0 rho1 r q r0 apart; rewrite /apart cosine_closed ?(ltW r0) // -/r -/q.
have q1 : 1 <= q := growth_ge1 L al0; have q0 : 0 < q := lt_le_trans ltr01 q1.
have N1 : 1 < n%:R :> R by rewrite ltr1n.
have N0 : 0 < n%:R :> R := lt_trans ltr01 N1.
have r1 : r <= n%:R.
  rewrite /r -ler_subr_addl -[X in _ <= X]mulr1; apply: ler_wpmul2l => //.
  by rewrite subr_ge0 ltW.
have d0 : 0 < n%:R + r * (q - 1) by rewrite ltr_paddr // mulr_ge0 ?(ltW r0) // subr_ge0.
have E : 1 - (n%:R * q * r / (n%:R + r * (q - 1)) - 1) / (n%:R - 1)
  = (1 - rho) * (n%:R / (n%:R + r * (q - 1))).
  have : n%:R - 1 != 0 :> R by rewrite subr_eq0 gt_eqF.
  move: d0 => /lt0r_neq0; rewrite /r; move: (n%:R) (q) => N Q /eqP a /eqP b.
  by rnorm R; field; split.
have s0 : 0 <= 1 - rho by rewrite subr_ge0.
have le : n%:R + r * (q - 1) <= n%:R * q.
  rewrite -{2}[q](subrK 1) [n%:R * _]mulrDr mulr1 [X in _ <= X]addrC ler_add2l; apply: ler_wpmul2r => //.
  by rewrite subr_ge0.
have ge : r * q <= n%:R + r * (q - 1).
  by rewrite mulrBr mulr1 addrCA ler_addl subr_ge0.
rewrite E; split.
  apply: ler_wpmul2l => //; rewrite ler_pdivl_mulr // mulrC ler_pdivr_mulr //.
have -> : n%:R / r * ((1 - rho) / q) = (1 - rho) * (n%:R / (r * q)).
  by rewrite invfM !mulrA; congr (_ * _); rewrite mulrC mulrA.
apply: ler_wpmul2l => //; apply: ler_wpmul2l; first exact: ltW.
by rewrite lef_pinv // posrE mulr_gt0.
Qed.
End Depth.
Theorem MomentsGrowGeometrically : MomentsGrowGeometrically_statement.
Proof. by move=> R n rho al be L; apply: moments_closed. Qed.
Theorem CosineIgnoresTheMlp : CosineIgnoresTheMlp_statement.
Proof. by move=> R n rho al be L; apply: cosine_closed. Qed.
Theorem TokensCollapse : TokensCollapse_statement.
Proof. by move=> R n rho al be L; apply: tokens_collapse. Qed.

Section Norm.
Variable R : realFieldType.
Lemma row_norm_ge n m (A : 'M[R]_(n, m)) i : \sum_j `|A i j| <= row_norm A.
Proof.
rewrite /row_norm; have := mem_index_enum i; elim: (index_enum _) => // a s IH.
rewrite inE big_cons le_maxr => /orP[/eqP->|/IH->]; by rewrite ?lexx ?orbT.
Qed.
Lemma row_norm_ge0 n m (A : 'M[R]_(n, m)) : 0 <= row_norm A.
Proof.
rewrite /row_norm; elim/big_ind: _ => // [x y x0 _|i _]; first by rewrite le_maxr x0.
exact: sumr_ge0.
Qed.
Lemma row_norm_le n m (A : 'M[R]_(n, m)) c : 0 <= c -> (forall i, \sum_j `|A i j| <= c) -> row_norm A <= c.
Proof.
move=> c0 h; rewrite /row_norm; elim/big_ind: _ => // x y xc yc.
by rewrite le_maxl xc yc.
Qed.
Lemma row_norm_mul n m p (A : 'M[R]_(n, m)) (B : 'M[R]_(m, p)) :
  row_norm (A *m B) <= row_norm A * row_norm B.
Proof.
apply: row_norm_le => [|i]; first by rewrite mulr_ge0 ?row_norm_ge0.
apply: (@le_trans _ _ (\sum_j \sum_k `|A i k| * `|B k j|)).
  apply: ler_sum => j _; rewrite mxE; apply: le_trans (ler_norm_sum _ _ _) _.
  by apply: ler_sum => k _; rewrite normrM.
rewrite exchange_big; apply: le_trans (ler_wpmul2r (row_norm_ge0 B) (row_norm_ge A i)).
rewrite mulr_suml; apply: ler_sum => k _; rewrite -mulr_sumr; apply: ler_wpmul2l => //.
exact: row_norm_ge.
Qed.
Lemma composed n m p (A : 'M[R]_(n, m)) (B : 'M[R]_(m, p)) :
  row_norm (A *m B) * column_norm (A *m B)
  <= row_norm A * column_norm A * (row_norm B * column_norm B).
Proof.
rewrite mulrACA; apply: ler_pmul; rewrite ?row_norm_ge0 ?row_norm_mul //.
by rewrite /column_norm trmx_mul mulrC row_norm_mul.
Qed.
End Norm.
Theorem ComposedNormIsSubmultiplicative : ComposedNormIsSubmultiplicative_statement.
Proof. by move=> R n m p A B; apply: composed. Qed.
