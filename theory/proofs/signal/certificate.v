(* Certificates of signal propagation (arXiv 2206.03126): moments through depth, the value gradient, norms,
   the outputs at equal tokens. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Import field_tactic least_squares.
From Lemmascope Require Export tables largest.
From Lemmascope.signal Require Export rank_one depth.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* [Depth n rho al be L]: values (0, 0, a) and (0, 1, c) are the moments after L layers, (0, 2, v) their
   mean cosine *)
Inductive depth_instance := Depth of nat & Q & Q & Q & nat.
Definition certifies_depth (x : depth_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Depth n rho al be L := x in
  certified (fun R : realFieldType =>
    let m := moments n (Q2R R rho) (Q2R R al) (Q2R R be) L in
    \row_(j < 3) nth 0 [:: m.1; m.2; mean_cosine n m] j).
(* [Tokens n d dv X]: the value (0, 0, v) is the squared norm of H -> A X H at uniform attention A *)
Inductive tokens_instance := Tokens of nat & nat & nat & table.
Definition uniform (R : realFieldType) n : 'M[R]_n := const_mx (n%:R^-1).
Definition certifies_value_gradient (x : tokens_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Tokens n d dv X := x in
  certified (fun R : realFieldType =>
    (map_norm (fun H : 'M[R]_(d, dv) => uniform R n *m mxof R n d X *m H))%:M : 'M_1).
(* [Norms n m A]: values (0, 0, v) and (0, 1, v) are the row and the column norm *)
Inductive norms_instance := Norms of nat & nat & table.
Definition certifies_norms (x : norms_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Norms n m A := x in
  certified (fun R : realFieldType =>
    \row_(j < 2) (if j == 0 then row_norm (mxof R n m A) else column_norm (mxof R n m A))).
(* [EqualTokens n d dv x M W]: (i, j, v) is output j of token i of n tokens x, for every positive ex *)
Inductive equal_tokens_instance := EqualTokens of nat & nat & nat & table & table & table.
Definition certifies_equal_tokens (x : equal_tokens_instance) tolerance (cs : seq (nat * nat * Q)) : Prop :=
  let: EqualTokens n d dv x0 M W := x in
  forall ex : forall R : realFieldType, R -> R, (forall R y, 0 < ex R y) ->
  certified (fun R : realFieldType =>
    attended (ex R) (\matrix_(i < n, j < d) mxof R 1 d x0 0 j) (mxof R d d M) 1%:M (mxof R d dv W))
    tolerance cs.

(* the evaluators *)
Fixpoint momentsT n (rho al be : Q) L : Q * Q :=
  if L is L'.+1 then
    let m := momentsT n rho al be L' in
    (qmul (qadd 1 be) (qadd m.1 (qdiv (qmul al m.2) (qnat n))), qmul (qadd 1 be) (qmul (qadd 1 al) m.2))
  else (qnat n, qmul (qnat n) (qadd 1 (qmul (qadd (qnat n) (-1)%Q) rho))).
Definition depthT (x : depth_instance) : table :=
  let: Depth n rho al be L := x in
  let m := momentsT n rho al be L in
  [:: [:: m.1; m.2; qdiv (qadd (qdiv m.2 m.1) (-1)%Q) (qadd (qnat n) (-1)%Q)]].
Definition meanT n (X : table) k : Q := qdiv (sums n (fun i => ent X i k)) (qnat n).
Definition value_gradientT (x : tokens_instance) : table :=
  let: Tokens n d dv X := x in
  [:: [:: qmul (qnat dv) (qmul (qnat n) (sums d (fun k => qmul (meanT n X k) (meanT n X k))))]].
Definition normsT (x : norms_instance) : table :=
  let: Norms n m A := x in
  [:: [:: largest n (fun i => sums m (fun j => qabs (ent A i j)));
          largest m (fun j => sums n (fun i => qabs (ent A i j)))]].
Definition equal_tokensT (x : equal_tokens_instance) : table :=
  let: EqualTokens n d dv x0 M W := x in
  table_of n dv (fun i j => sums d (fun k => qmul (ent x0 0 k) (ent W k j))).
Definition equal_rows (x : equal_tokens_instance) := let: EqualTokens n d dv x0 M W := x in n.
Definition equal_columns (x : equal_tokens_instance) := let: EqualTokens n d dv x0 M W := x in dv.
Definition check_depth x tolerance cs := entries_ok 1 3 (depthT x) tolerance cs.
Definition refused_depth x tolerance cs := (failed [::], wrong_entries 1 3 (depthT x) tolerance cs).
Definition check_value_gradient x tolerance cs := entries_ok 1 1 (value_gradientT x) tolerance cs.
Definition refused_value_gradient x tolerance cs :=
  (failed [::], wrong_entries 1 1 (value_gradientT x) tolerance cs).
Definition check_norms x tolerance cs := entries_ok 1 2 (normsT x) tolerance cs.
Definition refused_norms x tolerance cs := (failed [::], wrong_entries 1 2 (normsT x) tolerance cs).
Definition check_equal_tokens x tolerance cs :=
  entries_ok (equal_rows x) (equal_columns x) (equal_tokensT x) tolerance cs.
Definition refused_equal_tokens x tolerance cs :=
  (failed [::], wrong_entries (equal_rows x) (equal_columns x) (equal_tokensT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem signal/UniformAttentionIsTheMean
    says: At uniform attention the squared norm of the value gradient is n d_v times the squared mean
      token.
    leaves out: Nothing; the gradient is the linear map of signal/ValueGradientNorm.
    supports: signal/value-gradient-is-the-mean-token *)
Definition UniformAttentionIsTheMean_statement : Prop :=
  forall (R : realFieldType) n d dv (X : 'M[R]_(n, d)),
  map_norm (fun H : 'M[R]_(d, dv) => uniform R n *m X *m H)
  = dv%:R * (n%:R * \sum_k ((\sum_i X i k) / n%:R) ^+ 2).
(** theorem signal/CertifiedDepth
    says: If the checker accepts claimed moments or a claimed mean cosine of an instance, every one is
      within the tolerance of what the recursion gives.
    leaves out: The instance is read from rational numbers; with tolerance 0 the values are exact.
    supports: signal/moments-grow-geometrically signal/cosine-ignores-the-mlp
      signal/unscaled-tokens-collapse *)
Definition CertifiedDepth_statement : Prop :=
  forall x tolerance cs, check_depth x tolerance cs = true -> certifies_depth x tolerance cs.
(** theorem signal/CertifiedValueGradient
    says: If the checker accepts a claimed value for an instance, it is within the tolerance of the
      squared norm of the value gradient at uniform attention.
    leaves out: The instance is read from rational tables; with tolerance 0 the value is exact. The
      evaluator uses signal/UniformAttentionIsTheMean.
    supports: signal/value-gradient-is-the-mean-token *)
Definition CertifiedValueGradient_statement : Prop :=
  forall x tolerance cs, check_value_gradient x tolerance cs = true ->
  certifies_value_gradient x tolerance cs.
(** theorem signal/CertifiedNorms
    says: If the checker accepts claimed norms of a matrix, every one is within the tolerance of its
      largest row or column sum of absolute values.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: signal/composed-norm-is-submultiplicative *)
Definition CertifiedNorms_statement : Prop :=
  forall x tolerance cs, check_norms x tolerance cs = true -> certifies_norms x tolerance cs.
(** theorem signal/CertifiedEqualTokens
    says: If the checker accepts claimed outputs at equal tokens, every one is within the tolerance of
      what softmax attention gives, whatever positive function stands for the exponential.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator uses signal/EqualTokensHideQueries.
    supports: signal/equal-tokens-hide-queries *)
Definition CertifiedEqualTokens_statement : Prop :=
  forall x tolerance cs, check_equal_tokens x tolerance cs = true ->
  certifies_equal_tokens x tolerance cs.

(* ---------- proofs ---------- *)
Section Evaluators.
Variable R : realFieldType.
Notation h := (Q2R R).
Lemma momentsP n rho al be L :
  moments n (h rho) (h al) (h be) L = (h (momentsT n rho al be L).1, h (momentsT n rho al be L).2).
Proof.
elim: L => [|L IH].
  by rewrite /moments /first_moments /= hmul hadd hmul hadd (Q2RN _ 1%Q) !Q2R1 Q2R_nat.
rewrite /moments iterS -/(moments _ _ _ _ _) IH /moment_layer /=.
by congr pair; rewrite hmul hadd Q2R1 ?hadd ?hdiv hmul ?Q2R_nat ?hadd ?Q2R1.
Qed.
Lemma uniform_mean n d dv (X : 'M[R]_(n, d)) :
  map_norm (fun H : 'M[R]_(d, dv) => uniform R n *m X *m H)
  = dv%:R * (n%:R * \sum_k ((\sum_i X i k) / n%:R) ^+ 2).
Proof.
have [_ ->] := ValueGradientNorm (uniform R n) X (0 : 'M[R]_(d, dv)); congr (_ * _).
rewrite /sqn (eq_bigr (fun=> \sum_k ((\sum_i X i k) / n%:R) ^+ 2)) => [|i _].
  by rewrite sumr_const card_ord mulr_natl.
apply: eq_bigr => k _; congr (_ ^+ 2); rewrite mxE mulr_suml; apply: eq_bigr => l _.
by rewrite mxE mulrC.
Qed.
End Evaluators.
Theorem UniformAttentionIsTheMean : UniformAttentionIsTheMean_statement.
Proof. exact: uniform_mean. Qed.
Lemma depth_certificate x tolerance cs :
  check_depth x tolerance cs = true -> certifies_depth x tolerance cs.
Proof.
case: x => n rho al be L; apply: certified_entries => R /=; rewrite momentsP /mean_cosine /=.
apply/rowP=> j; rewrite !mxE ord1 /ent /=; case: j => [[|[|[|j]]] // j3] /=.
by rewrite hdiv hadd hdiv hadd (Q2RN _ 1%Q) Q2R1 Q2R_nat.
Qed.
Lemma value_gradient_certificate x tolerance cs :
  check_value_gradient x tolerance cs = true -> certifies_value_gradient x tolerance cs.
Proof.
case: x => n d dv X; apply: certified_entries => R; rewrite uniform_mean.
apply/matrixP=> i j; rewrite !ord1 !mxE /= mulr1n /ent /= hmul hmul !Q2R_nat Q2R_sums.
congr (_ * (_ * _)); apply: eq_bigr => k _; rewrite hmul expr2 hdiv Q2R_sums Q2R_nat.
by under [in RHS]eq_bigr do rewrite mxE.
Qed.
Lemma norms_certificate x tolerance cs :
  check_norms x tolerance cs = true -> certifies_norms x tolerance cs.
Proof.
case: x => n m A; apply: certified_entries => R; apply/rowP=> j; rewrite !mxE ord1 /ent /=.
rewrite -val_eqE; case: j => [[|[|j]] // j2] /=; rewrite largestP; apply: eq_bigr => i _.
  by rewrite Q2R_sums; apply: eq_bigr => k _; rewrite qabsP mxE.
by rewrite Q2R_sums; apply: eq_bigr => k _; rewrite qabsP !mxE.
Qed.
Lemma equal_tokens_certificate x tolerance cs :
  check_equal_tokens x tolerance cs = true -> certifies_equal_tokens x tolerance cs.
Proof.
case: x => n d dv x0 M W E ex ex0; move: E; apply: certified_entries => R /=.
rewrite EqualTokensHideQueries // mx_table; apply/matrixP=> i j; rewrite !mxE Q2R_sums.
by apply: eq_bigr => k _; rewrite hmul !mxE.
Qed.
Theorem CertifiedDepth : CertifiedDepth_statement.
Proof. exact: depth_certificate. Qed.
Theorem CertifiedValueGradient : CertifiedValueGradient_statement.
Proof. exact: value_gradient_certificate. Qed.
Theorem CertifiedNorms : CertifiedNorms_statement.
Proof. exact: norms_certificate. Qed.
Theorem CertifiedEqualTokens : CertifiedEqualTokens_statement.
Proof. exact: equal_tokens_certificate. Qed.
